#include "render/picture/simplified.h"

#include <algorithm>
#include <iterator>

namespace cairn {
namespace {

struct Phrase {
  std::string_view traditional, simplified;
};

/// Where the mainland has another word, and not just other letters for it. Longer ones first.
constexpr Phrase kPhrases[] = {
    {"佈景主題", "主题"}, {"逐位元組", "逐字节"}, {"資料表", "数据表"},
    {"報酬率", "回报率"}, {"檔案", "文件"},       {"列印", "打印"},
    {"網路", "网络"},     {"橘色", "橙色"},       {"「", "“"},
    {"」", "”"},          {"情境", "情景"},       {"接觸點", "触点"},
};

/// Each traditional letter and its simplified one: all that words.def has, and common ones (a test
/// says which are missing).
constexpr std::string_view kLetters =
    "佈布佔占併并來来個个們们側侧備备僅仅價价內内兩两動动啟启嚴严圍围圓圆圖图報报夠够實实寫写寬宽"
    "對对屬属帶带幾几張张後后徑径從从憂忧應应採采換换損损擔担據据擬拟擾扰數数於于時时暫暂曆历會会"
    "條条極极標标樣样機机檔档檢检欄栏決决沒没況况淨净淺浅減减測测準准潤润為为無无獨独獲获產产發发"
    "確确種种節节範范納纳終终組组結结經经網网緒绪線线繞绕繪绘繼继續续與与著着蓋盖藍蓝處处虛虚補补"
    "裡里製制見见觸触計计記记訪访設设註注試试話话該该誤误說说誰谁請请諾诺議议變变讓让資资蹤踪較较"
    "轉转這这週周進进過过達达遠远選选還还錄录錯错鐘钟長长開开間间階阶隨随險险離离項项預预頭头題题"
    "額额顧顾顯显風风餘余體体麼么點点萬万億亿現现細细門门問问聞闻關关閱阅書书買买賣卖員员單单雙双"
    "難难歡欢觀观視视覽览擇择樹树權权滿满熱热燈灯獎奖環环盡尽盤盘監监礎础禮礼競竞筆笔簡简級级約约"
    "紀纪紅红純纯紙纸統统絕绝給给維维編编緩缓總总縮缩績绩織织聯联聲声職职腦脑舉举葉叶術术衛卫規规"
    "親亲訂订訊讯討讨訓训許许訴诉詞词詢询詳详認认語语誠诚課课調调談谈論论證证識识譯译護护讀读負负"
    "財财貨货貴贵費费貼贴賺赚購购贈赠軟软輕轻輸输農农遞递遲迟鄰邻醫医釋释針针銀银銷销鍵键鏈链閉闭"
    "隊队際际陸陆陽阳隱隐雜杂電电靜静響响頁页順顺須须領领頻频類类飛飞館馆驗验鬆松魚鱼鮮鲜齊齐齡龄"
    "亞亚協协";

constexpr std::size_t kLetterBytes = 3;  // of every Han letter of the basic plane in UTF-8

std::string_view simplified_letter(std::string_view letter) {
  for (std::size_t i = 0; i < kLetters.size(); i += 2 * kLetterBytes) {
    if (kLetters.substr(i, kLetterBytes) == letter) {
      return kLetters.substr(i + kLetterBytes, kLetterBytes);
    }
  }
  return letter;
}

}  // namespace

std::string simplified(std::string_view traditional) {
  std::string out;
  while (!traditional.empty()) {
    const auto* phrase =
        std::find_if(std::begin(kPhrases), std::end(kPhrases),
                     [&](const Phrase& each) { return traditional.starts_with(each.traditional); });
    const bool is_phrase = phrase != std::end(kPhrases);
    const bool is_letter = (static_cast<unsigned char>(traditional[0]) & 0xF0) == 0xE0;
    const std::size_t taken = is_phrase   ? phrase->traditional.size()
                              : is_letter ? std::min(kLetterBytes, traditional.size())
                                          : 1;
    out += is_phrase ? phrase->simplified : simplified_letter(traditional.substr(0, taken));
    traditional.remove_prefix(taken);
  }
  return out;
}

}  // namespace cairn
