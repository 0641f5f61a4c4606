export { customPinyin, pinyin } from 'pinyin-pro';
