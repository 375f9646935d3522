#include "render/picture/graphviz_ids.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace cairn {
namespace {

/// Names to numbers in order of appearance. Graphviz by itself takes the addresses of the names,
/// and visits subgraphs in that order, so its output could differ from run to run.
struct Ids {
  std::map<std::string, IDTYPE> numbers;
  std::map<IDTYPE, char*> names;  // of Graphviz's own strings, which carry a mark in front of them
  IDTYPE next = 1;
};

Ids& ids_of(void* state) {
  return *static_cast<Ids*>(state);
}
void* open_ids(Agraph_t*, Agdisc_t*) {
  return new Ids;
}
void close_ids(void* state) {
  delete &ids_of(state);
}
long take_id(void*, int, IDTYPE) {
  return 0;
}  // only for readers of binary graphs
void free_id(void*, int, IDTYPE) {}
void register_id(void*, int, void*) {}

long map_id(void* state, int, char* name, IDTYPE* id, int may_create) {
  Ids& ids = ids_of(state);
  if (name == nullptr) {
    if (may_create == 0) return 0;
    *id = ids.next++;
    return 1;
  }
  const auto found = ids.numbers.find(name);
  if (found != ids.numbers.end()) {
    *id = found->second;
    return 1;
  }
  if (may_create == 0) return 0;
  *id = ids.next++;
  ids.numbers[name] = *id;
  ids.names[*id] = agstrdup(nullptr, name);
  return 1;
}

char* name_of_id(void* state, int, IDTYPE id) {
  const auto found = ids_of(state).names.find(id);
  return found == ids_of(state).names.end() ? nullptr : found->second;
}

}  // namespace

Agraph_t* open_graph(const char* name) {
  static Agiddisc_t ids{open_ids, map_id, take_id, free_id, name_of_id, close_ids, register_id};
  static Agdisc_t discipline{&AgMemDisc, &ids, &AgIoDisc};
  return agopen(const_cast<char*>(name), Agdirected, &discipline);
}

char* graph_chars(const std::string& text) {
  return const_cast<char*>(text.c_str());
}

void set_attribute(void* object, const char* name, const std::string& value) {
  agsafeset(object, const_cast<char*>(name), graph_chars(value), const_cast<char*>(""));
}

std::string graph_text(Agraph_t* graph) {
  char* text = nullptr;
  std::size_t size = 0;
  FILE* file = open_memstream(&text, &size);
  if (file == nullptr) return {};
  agwrite(graph, file);
  std::fclose(file);
  std::string result(text, size);
  std::free(text);
  return result;
}

}  // namespace cairn
